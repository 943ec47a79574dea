"""Field names and types of the records that the ConnectWise sandbox knows.

Made by tests/contract/make_connectwise_contract.py; do not edit. Origin:
API version 2022.1 of ConnectWise PSA, from the type file of the npm package connectwise-rest 1.3.0
(MIT), which was generated from the vendor's specification
"""

TABLE = """
UnpostedInvoice
  id:int billingLogId:int locationId:int departmentId:int company:CompanyReference accountNumber:str
  billToCompany:CompanyReference billToSite:SiteReference shipToCompany:CompanyReference
  shipToSite:SiteReference invoiceNumber:str invoiceDate:str
  invoiceType:=Agreement|CreditMemo|DownPayment|Miscellaneous|Progress|Standard description:str
  billingTerms:BillingTermsReference dueDays:str dueDate:str currency:CurrencyReference subTotal:num
  total:num invoiceTaxableFlag:bool taxCode:TaxCodeReference avalaraTaxFlag:bool itemTaxableFlag:bool
  salesTaxAmount:num stateTaxFlag:bool stateTaxXref:str stateTaxAmount:num countyTaxFlag:bool
  countyTaxXref:str countyTaxAmount:num cityTaxFlag:bool cityTaxXref:str cityTaxAmount:num
  countryTaxFlag:bool countryTaxXref:str countryTaxAmount:num compositeTaxFlag:bool compositeTaxXref:str
  compositeTaxAmount:num levelSixTaxFlag:bool levelSixTaxXref:str levelSixTaxAmount:num createdBy:str
  dateClosed:str _info:map location:OwnerLevelReference department:SystemDepartmentReference hasTime:bool
  hasExpenses:bool hasProducts:bool
UnpostedInvoiceTaxableLevel
  id:int taxLevel:int taxCodeXref:str taxAmount:num _info:map
Invoice
  id:int invoiceNumber:str<15> type:=Agreement|CreditMemo|DownPayment|Miscellaneous|Progress|Standard
  status:BillingStatusReference company:CompanyReference billToCompany:CompanyReference
  shipToCompany:CompanyReference accountNumber:str
  applyToType:=All|Agreement|Project|ProjectPhase|SalesOrder|Ticket applyToId:int attention:str<60>
  shipToAttention:str<60> billingSite:SiteReference billingSiteAddressLine1:str billingSiteAddressLine2:str
  billingSiteCity:str billingSiteState:str billingSiteZip:str billingSiteCountry:str
  shippingSite:SiteReference shippingSiteAddressLine1:str shippingSiteAddressLine2:str shippingSiteCity:str
  shippingSiteState:str shippingSiteZip:str shippingSiteCountry:str billingTerms:BillingTermsReference
  reference:str<50> customerPO:str<50> templateSetupId:int invoiceTemplate:InvoiceTemplateDetailReference
  emailTemplateId:int addToBatchEmailList:bool date:str restrictDownpaymentFlag:bool locationId:int
  departmentId:int territoryId:int topComment:str bottomComment:str taxableFlag:bool
  taxCode:TaxCodeReference internalNotes:str downpaymentPreviouslyTaxedFlag:bool serviceTotal:num
  overrideDownPaymentAmountFlag:bool currency:CurrencyReference dueDate:str expenseTotal:num
  productTotal:num previousProgressApplied:num serviceAdjustmentAmount:num agreementAmount:num
  downpaymentApplied:num subtotal:num total:num remainingDownpayment:num salesTax:num adjustmentReason:str
  adjustedBy:str payments:num credits:num balance:num specialInvoiceFlag:bool
  billingSetupReference:BillingSetupReference ticket:TicketReference project:ProjectReference
  phase:ProjectPhaseReference salesOrder:SalesOrderReference agreement:AgreementReference _info:map
  customFields:[CustomFieldValue] location:SystemLocationReference department:BillingUnitReference
  territory:SystemLocationReference closedBy:str glBatch:BatchReference unbatchedBatch:BatchReference
Payment
  id:int type:str invoice:InvoiceReference credit:InvoiceReference amount:num paymentDate:str appliedBy:str
  _info:map source:=Default|WisePay balance:num invoiceBalance:num invoiceTotal:num paymentSyncStatus:str
  glBatchID:str paymentSyncDate:str paymentAccount:str aRPaymentAccount:str
GLEntry
  id:int type:str amount:num description:str segment1:str segment2:str segment3:str segment4:str
  segment5:str segment6:str segment7:str segment8:str segment9:str segment10:str productId:str cost:num
  salesCode:str inventory:str cogs1:str cogs2:str cogs3:str cogs4:str cogs5:str cogs6:str cogs7:str
  cogs8:str cogs9:str cogs10:str isBatched:bool _info:map
AccountingBatch
  id:int batchIdentifier:str exportInvoicesFlag:bool exportExpensesFlag:bool exportProductsFlag:bool
  closedFlag:bool _info:map
BatchEntry
  id:int accountType:str name:str accountNumber:str debit:num credit:num cost:num item:str salesCode:str
  costOfGoodsSoldAccountNumber:str invoice:InvoiceReference purchaseOrder:PurchaseOrderReference
  lineItem:PurchaseOrderLineItemReference transfer:str expense:ExpenseDetailReference
  adjustmentDetail:AdjustmentDetailReference _info:map
Company
  id:int identifier:str<25> name:str<50> status:CompanyStatusReference addressLine1:str<50>
  addressLine2:str<50> city:str<50> state:str<50> zip:str<12> country:CountryReference phoneNumber:str<30>
  faxNumber:str<30> website:str<255> territory:SystemLocationReference market:MarketDescriptionReference
  accountNumber:str defaultContact:ContactReference dateAcquired:str sicCode:SicCodeReference
  parentCompany:CompanyReference annualRevenue:num numberOfEmployees:int yearEstablished:int
  revenueYear:int ownershipType:OwnershipTypeReference timeZoneSetup:TimeZoneSetupReference
  leadSource:str<50> leadFlag:bool unsubscribeFlag:bool calendar:CalendarReference
  userDefinedField1:str<50> userDefinedField2:str<50> userDefinedField3:str<50> userDefinedField4:str<50>
  userDefinedField5:str<50> userDefinedField6:str<50> userDefinedField7:str<50> userDefinedField8:str<50>
  userDefinedField9:str<50> userDefinedField10:str<50> vendorIdentifier:str taxIdentifier:str
  taxCode:TaxCodeReference billingTerms:BillingTermsReference invoiceTemplate:InvoiceTemplateReference
  pricingSchedule:PricingScheduleReference companyEntityType:EntityTypeReference
  billToCompany:CompanyReference billingSite:SiteReference billingContact:ContactReference
  invoiceDeliveryMethod:BillingDeliveryReference invoiceToEmailAddress:str invoiceCCEmailAddress:str
  deletedFlag:bool dateDeleted:str deletedBy:str mobileGuid:str facebookUrl:str twitterUrl:str
  linkedInUrl:str currency:CurrencyReference territoryManager:MemberReference resellerIdentifier:str
  isVendorFlag:bool types:[CompanyTypeReference] site:SiteReference integratorTags:[str] _info:map
  customFields:[CustomFieldValue]
CompanySite
  id:int name:str<50> addressLine1:str<50> addressLine2:str<50> city:str<50> stateReference:StateReference
  zip:str<12> country:CountryReference addressFormat:str phoneNumber:str<30> faxNumber:str<30>
  taxCode:TaxCodeReference entityType:EntityTypeReference expenseReimbursement:num primaryAddressFlag:bool
  defaultShippingFlag:bool defaultBillingFlag:bool defaultMailingFlag:bool inactiveFlag:bool
  billSeparateFlag:bool mobileGuid:str calendar:CalendarReference timeZone:TimeZoneSetupReference
  company:CompanyReference _info:map
Contact
  id:int firstName:str lastName:str company:CompanyReference site:SiteReference addressLine1:str
  addressLine2:str city:str state:str zip:str country:CountryReference relationship:RelationshipReference
  relationshipOverride:str department:ContactDepartmentReference inactiveFlag:bool
  defaultMergeContactId:int securityIdentifier:str managerContact:ContactReference
  assistantContact:ContactReference title:str school:str nickName:str marriedFlag:bool childrenFlag:bool
  children:str significantOther:str portalPassword:str portalSecurityLevel:int disablePortalLoginFlag:bool
  unsubscribeFlag:bool gender:=Female|Male birthDay:str anniversary:str
  presence:=NoAgent|Online|DoNotDisturb|Away|Offline mobileGuid:str facebookUrl:str twitterUrl:str
  linkedInUrl:str defaultPhoneType:str defaultPhoneNbr:str defaultPhoneExtension:str
  defaultBillingFlag:bool defaultFlag:bool userDefinedField1:str<50> userDefinedField2:str<50>
  userDefinedField3:str<50> userDefinedField4:str<50> userDefinedField5:str<50> userDefinedField6:str<50>
  userDefinedField7:str<50> userDefinedField8:str<50> userDefinedField9:str<50> userDefinedField10:str<50>
  companyLocation:SystemLocationReference communicationItems:[ContactCommunicationItem]
  types:[ContactTypeReference] integratorTags:[str] customFields:[CustomFieldValue] photo:DocumentReference
  ignoreDuplicates:bool _info:map typeIds:[num]
Member
  id:int identifier:str<15> password:str<60> firstName:str<30> middleInitial:str<1> lastName:str<30>
  title:str<50> reportCard:ReportCardReference licenseClass:=A|C|F|X disableOnlineFlag:bool
  enableMobileFlag:bool type:MemberTypeReference employeeIdentifer:str<10> vendorNumber:str notes:str
  timeZone:TimeZoneSetupReference country:CountryReference serviceBoardTeamIds:[num]
  enableMobileGpsFlag:bool inactiveDate:str inactiveFlag:bool lastLogin:str photo:DocumentReference
  partnerPortalFlag:bool clientId:str stsUserAdminUrl:str token:str toastNotificationFlag:bool
  memberPersonas:[num] office365:MemberOffice365 officeEmail:str<250> officePhone:str<15>
  officeExtension:str<10> mobileEmail:str<250> mobilePhone:str<15> mobileExtension:str<10>
  homeEmail:str<250> homePhone:str<15> homeExtension:str<10> defaultEmail:=Office|Mobile|Home
  primaryEmail:str<250> defaultPhone:=Office|Mobile|Home securityRole:SecurityRoleReference adminFlag:bool
  structureLevel:StructureReference securityLocation:SystemLocationReference
  defaultLocation:SystemLocationReference defaultDepartment:SystemDepartmentReference
  reportsTo:MemberReference restrictLocationFlag:bool restrictDepartmentFlag:bool
  workRole:WorkRoleReference workType:WorkTypeReference timeApprover:MemberReference
  expenseApprover:MemberReference billableForecast:num dailyCapacity:num hourlyCost:num hourlyRate:num
  includeInUtilizationReportingFlag:bool requireExpenseEntryFlag:bool requireTimeSheetEntryFlag:bool
  requireStartAndEndTimeOnTimeEntryFlag:bool allowInCellEntryOnTimeSheet:bool
  enterTimeAgainstCompanyFlag:bool allowExpensesEnteredAgainstCompaniesFlag:bool timeReminderEmailFlag:bool
  daysTolerance:int minimumHours:num timeSheetStartDate:str hireDate:str
  serviceDefaultLocation:SystemLocationReference serviceDefaultDepartment:SystemDepartmentReference
  serviceDefaultBoard:BoardReference restrictServiceDefaultLocationFlag:bool
  restrictServiceDefaultDepartmentFlag:bool excludedServiceBoardIds:[num]
  projectDefaultLocation:SystemLocationReference projectDefaultDepartment:SystemDepartmentReference
  projectDefaultBoard:ProjectBoardReference restrictProjectDefaultLocationFlag:bool
  restrictProjectDefaultDepartmentFlag:bool excludedProjectBoardIds:[num]
  scheduleDefaultLocation:SystemLocationReference scheduleDefaultDepartment:SystemDepartmentReference
  scheduleCapacity:num serviceLocation:ServiceLocationReference restrictScheduleFlag:bool
  hideMemberInDispatchPortalFlag:bool calendar:CalendarReference
  salesDefaultLocation:SystemLocationReference restrictDefaultSalesTerritoryFlag:bool
  warehouse:WarehouseReference warehouseBin:WarehouseBinReference restrictDefaultWarehouseFlag:bool
  restrictDefaultWarehouseBinFlag:bool mapiName:str calendarSyncIntegrationFlag:bool
  enableLdapAuthenticationFlag:bool ldapConfiguration:LdapConfigurationReference ldapUserName:str<50>
  companyActivityTabFormat:=SummaryList|DetailList invoiceTimeTabFormat:=SummaryList|DetailList
  invoiceScreenDefaultTabFormat:=ShowInvoicingTab|ShowAgreementInvoicingTab
  invoicingDisplayOptions:=RemainOnInvoicingScreen|ShowRecentInvoices
  agreementInvoicingDisplayOptions:=RemainOnInvoicingScreen|ShowRecentInvoices
  authenticationServiceType:=AuthAnvil|GoogleAuthenticator|Email timebasedOneTimePasswordActivated:bool
  ssoSettings:MemberSsoSettingsReference autoStartStopwatch:bool autoPopupQuickNotesWithStopwatch:bool
  signature:str globalSearchDefaultTicketFilter:=OpenRecords|ClosedRecords|AllRecords
  globalSearchDefaultSort:=None|LastUpdatedDesc|LastUpdatedAsc|CreatedDesc|CreatedAsc phoneSource:str
  phoneIntegrationType:=TAPI|SKYPE|NONE useBrowserLanguageFlag:bool _info:map copyPodLayouts:bool
  copySharedDefaultViews:bool copyColumnLayoutsAndFilters:bool fromMemberRecId:int
  customFields:[CustomFieldValue]
Location
  id:int ownerLevelId:int structureLevel:CorporateStructureLevelReference name:str<50>
  manager:MemberReference reportsTo:SystemLocationReference salesRep:str<50>
  timeZoneSetup:TimeZoneSetupReference calendar:CalendarReference overrideAddressLine1:str<50>
  overrideAddressLine2:str<50> overrideCity:str<50> overrideState:str<50> overrideZip:str<12>
  overrideCountry:CountryReference overridePhoneNumber:str<15> overrideFaxNumber:str<15> owaUrl:str<100>
  payrollXref:str<10> locationFlag:bool clientFlag:bool workRoleIds:[num] departmentIds:[num] _info:map
Department
  id:int identifier:str<15> name:str<50> _info:map
TaxCode
  id:int identifier:str<25> description:str<50> invoiceCaption:str<25> country:CountryReference
  effectiveDate:str defaultFlag:bool displayOnInvoiceFlag:bool canadaCalculateGSTFlag:bool cancelDate:str
  levelOneRate:num levelOneRateType:=Amount|Percent levelOneTaxableMax:num levelOneCaption:str<25>
  levelOneTaxCodeXref:str<50> levelOneAgencyXref:str<100> levelOneServicesFlag:bool
  levelOneExpensesFlag:bool levelOneProductsFlag:bool levelOneApplySingleUnitFlag:bool
  levelOneApplySingleUnitMin:num levelOneApplySingleUnitMax:num levelTwoRate:num
  levelTwoRateType:=Amount|Percent levelTwoTaxableMax:num levelTwoCaption:str<25>
  levelTwoTaxCodeXref:str<50> levelTwoAgencyXref:str<100> levelTwoServicesFlag:bool
  levelTwoExpensesFlag:bool levelTwoProductsFlag:bool levelTwoApplySingleUnitFlag:bool
  levelTwoApplySingleUnitMin:num levelTwoApplySingleUnitMax:num levelThreeRate:num
  levelThreeRateType:=Amount|Percent levelThreeTaxableMax:num levelThreeCaption:str<25>
  levelThreeTaxCodeXref:str<50> levelThreeAgencyXref:str<100> levelThreeServicesFlag:bool
  levelThreeExpensesFlag:bool levelThreeProductsFlag:bool levelThreeApplySingleUnitFlag:bool
  levelThreeApplySingleUnitMin:num levelThreeApplySingleUnitMax:num levelFourRate:num
  levelFourRateType:=Amount|Percent levelFourTaxableMax:num levelFourCaption:str<25>
  levelFourTaxCodeXref:str<50> levelFourAgencyXref:str<100> levelFourServicesFlag:bool
  levelFourExpensesFlag:bool levelFourProductsFlag:bool levelFourApplySingleUnitFlag:bool
  levelFourApplySingleUnitMin:num levelFourApplySingleUnitMax:num levelFiveRate:num
  levelFiveRateType:=Amount|Percent levelFiveTaxableMax:num levelFiveCaption:str<25>
  levelFiveTaxCodeXref:str<50> levelFiveAgencyXref:str<100> levelFiveServicesFlag:bool
  levelFiveExpensesFlag:bool levelFiveProductsFlag:bool levelFiveApplySingleUnitFlag:bool
  levelFiveApplySingleUnitMin:num levelFiveApplySingleUnitMax:num levelSixRate:num
  levelSixRateType:=Amount|Percent levelSixTaxableMax:num levelSixCaption:str<25>
  levelSixTaxCodeXref:str<50> levelSixAgencyXref:str<100> levelSixServicesFlag:bool
  levelSixExpensesFlag:bool levelSixProductsFlag:bool levelSixApplySingleUnitFlag:bool
  levelSixApplySingleUnitMin:num levelSixApplySingleUnitMax:num workRoleIds:[num] addAllWorkRoles:bool
  removeAllWorkRoles:bool expenseTypeIds:[num] addAllExpenseTypes:bool removeAllExpenseTypes:bool
  productTypeIds:[num] addAllProductTypes:bool removeAllProductTypes:bool _info:map
TaxCodeLevel
  id:int taxLevel:int taxRate:num rateType:=Amount|Percent taxableMax:num caption:str<25>
  taxCodeXref:str<50> agencyXref:str<100> taxServicesFlag:bool taxExpensesFlag:bool taxProductsFlag:bool
  singleUnitFlag:bool singleUnitMinimum:num singleUnitMaximum:num _info:map
BillingTerm
  id:int name:str<50> defaultFlag:bool dueDays:int termsXref:str<50> _info:map
GLAccount
  id:int glType:=AP|AR|EE|EI|EO|IA|IT|P|PF|R|RA|RD|RE|RP|ST|SD|ET|FT|PT|WP|WR
  mappedType:MappedTypeReference mappedRecord:MappedRecordReference segment1:str<255> segment2:str<255>
  segment3:str<255> segment4:str<255> segment5:str<255> segment6:str<255> segment7:str<255>
  segment8:str<255> segment9:str<255> segment10:str<255> cogs1:str<255> cogs2:str<255> cogs3:str<255>
  cogs4:str<255> cogs5:str<255> cogs6:str<255> cogs7:str<255> cogs8:str<255> cogs9:str<255> cogs10:str<255>
  productId:str<255> inventory:str<255> salesCode:str<255> _info:map
MappedType
  id:int name:str table:str recIdField:str
  glType:=AP|AR|EE|EI|EO|IA|IT|P|PF|R|RA|RD|RE|RP|ST|SD|ET|FT|PT|WP|WR sortOrder:int
AccountingPackageSetup
  id:int accountingPackage:AccountingPackageReference directTransferFlag:bool includeInvoicesFlag:bool
  invoiceFormat:=Default|Condensed|Detailed includeExpensesFlag:bool transferExpensesAsBillFlag:bool
  expenseFormat:=Default|Condensed suppressMemoFlag:bool syncPaymentInfoFlag:bool includeSalesTaxFlag:bool
  enableTaxGroupsFlag:bool zeroDollarTaxAmountsFlag:bool includeItemsFlag:bool inventorySOHFlag:bool
  sendComponentAmountFlag:bool sendUomFlag:bool includeCogsEntriesFlag:bool includeCogsDropShipFlag:bool
  syncWisePayPaymentInfoFlag:bool _info:map
BillingStatus
  id:int name:str<30> sortOrder:int defaultFlag:bool closedFlag:bool inactiveFlag:bool sentFlag:bool
  _info:map
Finance.Currency
  id:int currencyIdentifier:str<10> name:str<50> symbol:str<10> displayIdFlag:bool displaySymbolFlag:bool
  currencyCode:CurrencyCodeReference thousandsSeparator:str<1> decimalSeparator:str<1>
  negativeParenthesesFlag:bool rightAlign:bool numberOfDecimals:int reportFormat:str _info:map
CatalogItem
  id:int identifier:str<60> description:str<60> inactiveFlag:bool subcategory:ProductSubCategoryReference
  type:ProductTypeReference productClass:=Agreement|Bundle|Inventory|NonInventory|Service
  serializedFlag:bool serializedCostFlag:bool phaseProductFlag:bool unitOfMeasure:UnitOfMeasureReference
  minStockLevel:int price:num cost:num priceAttribute:=FixedFee|NotToExceed|OverrideRate|TimeAndMaterials
  taxableFlag:bool dropShipFlag:bool specialOrderFlag:bool customerDescription:str<6000>
  manufacturer:ManufacturerReference manufacturerPartNumber:str<50> vendor:CompanyReference
  vendorSku:str<50> notes:str integrationXRef:str<50> sla:SLAReference entityType:EntityTypeReference
  recurringFlag:bool recurringRevenue:num recurringCost:num recurringOneTimeFlag:bool
  recurringBillCycle:BillingCycleReference recurringCycleType:=ContractYear|CalendarYear dateEntered:str
  calculatedPriceFlag:bool calculatedCostFlag:bool category:ProductCategoryReference calculatedPrice:num
  calculatedCost:num _info:map customFields:[CustomFieldValue]
ClosedInvoice
  id:int status:BillingStatusReference _info:map internalNotes:str
CreateAccountingBatchRequest
  id:int batchIdentifier:str<50> glInterfaceIdentifier:str exportInvoicesFlag:bool exportExpensesFlag:bool
  exportProductsFlag:bool processedRecordIds:[num] summarizeExpenses:bool
ExportAccountingBatchRequest
  batchIdentifier:str<50> glInterfaceIdentifier:str thruDate:str locationId:int
  summarizeInvoices:=Default|Condensed|Detailed exportInvoicesFlag:bool includedInvoiceIds:[num]
  excludedInvoiceIds:[num] exportExpensesFlag:bool includedExpenseIds:[num] excludedExpenseIds:[num]
  exportProductsFlag:bool includedProductIds:[str] excludedProductIds:[str] exportPaymentsFlag:bool
  includedPaymentIds:[num]
TimeEntry
  id:int company:CompanyReference chargeToId:int
  chargeToType:=ServiceTicket|ProjectTicket|ChargeCode|Activity member:MemberReference locationId:int
  businessUnitId:int workType:WorkTypeReference workRole:WorkRoleReference agreement:AgreementReference
  timeStart:str timeEnd:str hoursDeduct:num actualHours:num
  billableOption:=Billable|DoNotBill|NoCharge|NoDefault notes:str internalNotes:str
  addToDetailDescriptionFlag:bool addToInternalAnalysisFlag:bool addToResolutionFlag:bool
  emailResourceFlag:bool emailContactFlag:bool emailCcFlag:bool emailCc:str hoursBilled:num
  invoiceHours:num enteredBy:str dateEntered:str invoice:InvoiceReference mobileGuid:str hourlyRate:num
  overageRate:num agreementHours:num agreementAmount:num timeSheet:TimeSheetReference
  status:=Open|Rejected|PendingApproval|ErrorsCorrected|PendingProjectApproval|ApprovedByTierOne|RejectBySecondTier|ApprovedByTierTwo|ReadyToBill|Billed|WrittenOff|BilledAgreement
  ticket:TicketReference project:ProjectReference phase:ProjectPhaseReference _info:map
  customFields:[CustomFieldValue]
"""
